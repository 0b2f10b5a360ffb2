import { execFileSync } from "node:child_process";
import { appendFileSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { listFiles } from "../../src/indexing/run/list-files.ts";
import { readSourceFile } from "../../src/indexing/run/read-source-file.ts";
import { scratchDirectory, writeFiles } from "../support/scratch.ts";

const scratch = scratchDirectory();
let folder: string;
let number = 0;

beforeEach(() => {
  folder = join(scratch, `case-${number++}`, "docs");
  mkdirSync(folder, { recursive: true });
});

const relatives = async (...paths: string[]) => (await listFiles(paths)).files.map((file) => file.relative);

describe("listing", () => {
  it("walks folders in order of path, and takes files given alone by their name", async () => {
    writeFiles(folder, { "b.md": "乙", "a/z.md": "丙", "a.md": "甲", "说明 (1).txt": "丁" });
    expect(await relatives(folder)).toEqual(["a.md", "a/z.md", "b.md", "说明 (1).txt"]);
    expect(await relatives(join(folder, "a/z.md"), join(folder, "b.md"))).toEqual(["z.md", "b.md"]);
  });

  it("gives each file's identity, what the operator knows it by, and its size", async () => {
    writeFiles(folder, { "a/b.md": "甲" });
    const [file] = (await listFiles([`${folder}/`])).files;
    expect(file).toMatchObject({
      path: `${folder}/a/b.md`,
      shown: join(folder, "a/b.md"),
      relative: "a/b.md",
      size: 3,
    });
  });

  it("leaves out hidden entries", async () => {
    writeFiles(folder, { ".git/config.md": "x", ".hidden.md": "x", "a.md": "甲" });
    expect(await relatives(folder)).toEqual(["a.md"]);
    expect(await relatives(join(folder, ".hidden.md"))).toEqual([".hidden.md"]);
  });

  it("lists a file once when PATHs overlap or repeat", async () => {
    writeFiles(folder, { "a/b.md": "甲" });
    expect(await relatives(folder, folder, join(folder, "a"), join(folder, "a/b.md"))).toEqual(["a/b.md"]);
  });

  it.each([" 空格 和 'quotes\"", "-rf", "换\n行", "表情🙂", "%2e%2e", "a\\b"])(
    "takes the name %j as it is",
    async (name) => {
      writeFiles(folder, { [`${name}.md`]: "甲" });
      const { files, problems } = await listFiles([folder]);
      expect([files[0]?.relative, problems]).toEqual([`${name}.md`, []]);
      expect(await readSourceFile(files[0]?.handle ?? "", 100)).toHaveLength(3);
    },
  );

  it("reads names that are GBK bytes", async () => {
    const name = Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([0xd6, 0xd0]), Buffer.from(".md")]);
    writeFileSync(name, "中");
    const [file] = (await listFiles([folder])).files;
    expect(file?.relative).toBe("中.md");
    expect(await readSourceFile(file?.handle ?? "", 100)).toHaveLength(3);
  });

  it("names every PATH that does not exist, a part of a file's path among them", async () => {
    writeFiles(folder, { "a.md": "甲" });
    const paths = [folder, join(folder, "nowhere"), join(folder, "a.md/below"), ""];
    const refusal = { code: "index.path_not_found", kind: "bad_input" };
    await expect(listFiles(paths)).rejects.toMatchObject(refusal);
    await expect(listFiles(paths)).rejects.toThrow(/nowhere.*a\.md\/below.*（空）/s);
  });

  it("leaves out a folder that is named, such as the data directory", async () => {
    writeFiles(folder, { "a.md": "甲", "data/documents.sqlite": "x", "data2/b.md": "乙" });
    const { files, problems, unseen } = await listFiles([folder], join(folder, "data"));
    expect([files.map(({ relative }) => relative), problems]).toEqual([["a.md", "data2/b.md"], []]);
    expect(unseen).toEqual([join(folder, "data")]); // so that nothing in it is taken for gone
  });

  it("leaves it out behind a hidden name and behind a link too", async () => {
    writeFiles(folder, { "a.md": "甲", ".state/data/imports/a.json": "{}" });
    symlinkSync(".state/data", join(folder, "linked"));
    const { files, unseen } = await listFiles([folder], join(folder, ".state/data"));
    expect(files.map(({ relative }) => relative)).toEqual(["a.md"]);
    expect(unseen).toEqual([join(folder, ".state/data")]);
  });

  it("lists what is given by name within the folder that is left out", async () => {
    writeFiles(folder, { "data/imports/a.json": "{}", "data/imports/.pending": "" });
    const { files } = await listFiles([join(folder, "data/imports")], join(folder, "data"));
    expect(files.map(({ relative }) => relative)).toEqual(["a.json"]);
  });

  it("lists an empty folder", async () => {
    expect(await listFiles([folder])).toMatchObject({ files: [], roots: [folder], problems: [] });
  });
});

describe("what is no file of the folder", () => {
  const codes = async () => (await listFiles([folder])).problems.map(({ path, code }) => [path, code]);

  it("does not follow links out of the folder", async () => {
    writeFiles(folder, { "../outside/secret.md": "密", "a.md": "甲" });
    symlinkSync("../outside/secret.md", join(folder, "link.md"));
    symlinkSync("../outside", join(folder, "linked"));
    symlinkSync("/etc/passwd", join(folder, "passwd.txt"));
    expect(await relatives(folder)).toEqual(["a.md"]);
    expect(await codes()).toEqual([
      [join(folder, "link.md"), "index.link_outside"],
      [join(folder, "linked"), "index.link_outside"],
      [join(folder, "passwd.txt"), "index.link_outside"],
    ]);
  });

  it("is not misled by a neighbour whose name begins alike", async () => {
    writeFiles(folder, { "../docs2/x.md": "甲" });
    symlinkSync("../docs2/x.md", join(folder, "x.md"));
    expect(await codes()).toEqual([[join(folder, "x.md"), "index.link_outside"]]);
  });

  it("follows links to inside the folder, and reads nothing twice", async () => {
    writeFiles(folder, { "..data/a.md": "甲", "real.md": "乙" });
    symlinkSync("..data/a.md", join(folder, "a.md"));
    symlinkSync("real.md", join(folder, "same.md"));
    const { files, problems, warnings } = await listFiles([folder]);
    expect(files.map(({ relative }) => relative)).toEqual(["a.md", "real.md"]);
    expect(problems).toEqual([]);
    expect(warnings).toMatchObject([{ path: join(folder, "same.md"), code: "index.link_repeats" }]);
  });

  it("ends with links that lead in circles or nowhere", async () => {
    writeFiles(folder, { "a/b.md": "甲" });
    symlinkSync("..", join(folder, "a/up"));
    symlinkSync(".", join(folder, "self"));
    symlinkSync("loop", join(folder, "loop"));
    symlinkSync("gone.md", join(folder, "dead.md"));
    const { files, problems, warnings } = await listFiles([folder]);
    expect(files.map(({ relative }) => relative)).toEqual(["a/b.md"]);
    expect(problems.map(({ code }) => code)).toEqual(["index.link_broken", "index.link_broken"]);
    expect(warnings.map(({ code }) => code)).toEqual(["index.link_repeats", "index.link_repeats"]);
  });

  it("follows a link that was given as PATH", async () => {
    writeFiles(folder, { "a.md": "甲" });
    symlinkSync(folder, `${folder}-link`);
    expect(await relatives(`${folder}-link`)).toEqual(["a.md"]);
    expect((await listFiles([`${folder}-link`])).files[0]?.path).toBe(`${folder}/a.md`);
  });

  it("reports pipes, sockets and devices without opening them", async () => {
    execFileSync("mkfifo", [join(folder, "pipe.md")]);
    const server = createServer().listen(join(folder, "socket.md"));
    const { problems, files } = await listFiles([folder, "/dev/zero"]);
    server.close();
    expect(files).toEqual([]);
    expect(problems.map(({ code }) => code)).toEqual(Array(3).fill("ingest.not_a_file"));
    expect(problems.map(({ path }) => path)).toContain("/dev/zero");
  });
});

describe("reading", () => {
  it("stops at the limit and names size and limit", async () => {
    writeFiles(folder, { "big.txt": "x".repeat(3 * 1024 * 1024) });
    const path = join(folder, "big.txt");
    const refusal = { code: "ingest.file_too_large", message: expect.stringMatching(/3\.0 MB.*2\.0 MB/) };
    await expect(readSourceFile(path, 2 * 1024 * 1024)).rejects.toMatchObject(refusal);
    expect(await readSourceFile(path, 3 * 1024 * 1024)).toHaveLength(3 * 1024 * 1024);
  });

  it("reads a file that has grown since its size was asked", async () => {
    const path = join(folder, "log.txt");
    writeFileSync(path, "一");
    const read = readSourceFile("/proc/self/status", 1e6); // says it has size 0
    appendFileSync(path, "二");
    expect((await read).length).toBeGreaterThan(100);
    expect(await readSourceFile(path, 100)).toHaveLength(6);
  });

  it.each<[string, string, (path: string) => void]>([
    ["is gone", "ingest.vanished", (path) => rmSync(path)],
    [
      "became a pipe",
      "ingest.not_a_file",
      (path) => {
        rmSync(path);
        execFileSync("mkfifo", [path]);
      },
    ],
    [
      "became a link",
      "ingest.not_a_file",
      (path) => {
        rmSync(path);
        symlinkSync("/etc/passwd", path);
      },
    ],
    [
      "became a folder",
      "ingest.not_a_file",
      (path) => {
        rmSync(path);
        mkdirSync(path);
      },
    ],
  ])("reports a file that %s since it was listed", async (_what, code, change) => {
    const path = join(folder, "a.md");
    writeFileSync(path, "甲");
    change(path);
    await expect(readSourceFile(path, 100)).rejects.toMatchObject({ code });
  });
});
