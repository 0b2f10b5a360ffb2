import { createHash } from "node:crypto";
import type { PdfObject } from "./pdf-objects.ts";

const PADDING = Buffer.from("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a", "hex");
const ID = Buffer.alloc(16, 7);
const PERMISSIONS = -44;
const KEY_LENGTH = 5;

/** Objects with their streams and strings encrypted as of PDF 1.1 (40 bits). */
export function encryptObjects(
  objects: readonly PdfObject[],
  passwords: { owner: string; user?: string },
): { objects: PdfObject[]; trailer: string } {
  const owner = rc4(md5(pad(passwords.owner)).subarray(0, KEY_LENGTH), pad(passwords.user ?? ""));
  const permissions = Buffer.alloc(4);
  permissions.writeInt32LE(PERMISSIONS);
  const seed = Buffer.concat([pad(passwords.user ?? ""), owner, permissions, ID]);
  const key = md5(seed).subarray(0, KEY_LENGTH);
  const user = rc4(key, PADDING);
  const encrypted = objects.map((object, i) => {
    const own = objectKey(key, i + 1);
    if (typeof object === "string") return encryptStrings(object, own);
    return { dict: encryptStrings(object.dict, own), data: rc4(own, object.data) };
  });
  const standard = "/Filter /Standard /V 1 /R 2 /Length 40";
  const entry = `<< ${standard} /P ${PERMISSIONS} /O <${owner.toString("hex")}> /U <${user.toString("hex")}> >>`;
  const id = `<${ID.toString("hex")}>`;
  return {
    objects: [...encrypted, entry],
    trailer: `/Encrypt ${objects.length + 1} 0 R /ID [${id} ${id}]`,
  };
}

function encryptStrings(object: string, key: Uint8Array): string {
  return object.replace(
    /\(([^()]*)\)/g,
    (_, text: string) => `<${rc4(key, Buffer.from(text, "latin1")).toString("hex")}>`,
  );
}

function objectKey(key: Uint8Array, number: number): Uint8Array {
  const salt = Uint8Array.of(number & 255, (number >> 8) & 255, (number >> 16) & 255, 0, 0);
  return md5(Buffer.concat([key, salt])).subarray(0, KEY_LENGTH + 5);
}

function pad(password: string): Buffer {
  return Buffer.concat([Buffer.from(password, "latin1"), PADDING]).subarray(0, 32);
}

function md5(bytes: Uint8Array): Buffer {
  return createHash("md5").update(bytes).digest();
}

function rc4(key: Uint8Array, data: Uint8Array): Buffer {
  const box = Uint8Array.from({ length: 256 }, (_, i) => i);
  const at = (i: number) => box[i] ?? 0;
  const swap = (i: number, j: number) => {
    [box[i], box[j]] = [at(j), at(i)];
  };
  for (let i = 0, j = 0; i < 256; i++) {
    j = (j + at(i) + (key[i % key.length] ?? 0)) & 255;
    swap(i, j);
  }
  let i = 0;
  let j = 0;
  return Buffer.from(data).map((byte) => {
    i = (i + 1) & 255;
    j = (j + at(i)) & 255;
    swap(i, j);
    return byte ^ at((at(i) + at(j)) & 255);
  }) as Buffer;
}
