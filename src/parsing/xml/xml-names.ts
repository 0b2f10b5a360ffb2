/**
 * Prefixes under which names of well-known namespaces are handed on, whatever the file calls them. Strict files
 * (ISO/IEC 29500-1) and transitional ones (29500-4) have different namespaces for the same names.
 */
const PREFIXES: Record<string, string> = {
  "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
  "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
  "http://schemas.openxmlformats.org/spreadsheetml/2006/main": "x",
  "http://purl.oclc.org/ooxml/spreadsheetml/main": "x",
  "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r",
  "http://purl.oclc.org/ooxml/officeDocument/relationships": "r",
  "http://schemas.openxmlformats.org/package/2006/relationships": "rel",
  "http://schemas.openxmlformats.org/package/2006/content-types": "ct",
  "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
  "http://purl.oclc.org/ooxml/officeDocument/math": "m",
  "http://schemas.openxmlformats.org/drawingml/2006/main": "a",
  "http://purl.oclc.org/ooxml/drawingml/main": "a",
  "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing": "wp",
  "http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing": "wp",
  "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
  "http://schemas.microsoft.com/office/word/2010/wordml": "w14",
  "http://schemas.microsoft.com/office/word/2010/wordprocessingShape": "wps",
  "urn:schemas-microsoft-com:vml": "v",
  "http://www.w3.org/XML/1998/namespace": "xml",
};

/** Names in scope: what each prefix of the file stands for here. */
interface Scope {
  prefixes: Map<string, string>;
  elements: Map<string, string>;
  attributes: Map<string, string>;
}

/** Turns the names of a file into names with known prefixes; one for each document. */
export interface XmlNames {
  /** Tells of an attribute of the element that opens next. Most have no prefix and are left as they are. */
  sawAttribute(name: string): void;
  /** Opens an element: its name and its attributes by their names, without the namespace declarations. */
  open(
    name: string,
    attributes: Record<string, string>,
  ): { name: string; attributes: Record<string, string> };
  close(): void;
}

/** A name of an unknown namespace becomes `{namespace}name`; of an undeclared prefix, `{prefix}name`. */
export function createXmlNames(): XmlNames {
  const scopes: Scope[] = [createScope(new Map([["xml", "xml"]]))];
  let isDeclaring = false;
  let isPrefixed = false;
  return {
    sawAttribute(name) {
      if (isDeclaration(name)) isDeclaring = true;
      else if (name.includes(":")) isPrefixed = true;
    },
    open(name, given) {
      const outer = scopes.at(-1) ?? createScope(new Map());
      const scope = isDeclaring ? createScope(declareNames(outer.prefixes, given)) : outer;
      scopes.push(scope);
      const attributes = isDeclaring || isPrefixed ? renameAll(scope, given) : given;
      isDeclaring = false;
      isPrefixed = false;
      return { name: resolve(scope, scope.elements, name, ""), attributes };
    },
    close() {
      scopes.pop();
    },
  };
}

function createScope(prefixes: Map<string, string>): Scope {
  return { prefixes, elements: new Map(), attributes: new Map() };
}

function isDeclaration(name: string): boolean {
  return name.startsWith("xmlns") && (name.length === 5 || name[5] === ":");
}

function declareNames(outer: Map<string, string>, attributes: Record<string, string>): Map<string, string> {
  const prefixes = new Map(outer);
  for (const [name, uri] of Object.entries(attributes)) {
    if (!isDeclaration(name)) continue;
    prefixes.set(name.slice(6), PREFIXES[uri.trim()] ?? (uri.trim() === "" ? "" : `{${uri.trim()}}`));
  }
  return prefixes;
}

function renameAll(scope: Scope, given: Record<string, string>): Record<string, string> {
  const attributes: Record<string, string> = Object.create(null);
  for (const name in given) {
    // The default namespace is not that of attributes (Namespaces in XML 1.0, 6.2).
    if (!isDeclaration(name)) attributes[resolve(scope, scope.attributes, name, null)] = given[name] ?? "";
  }
  return attributes;
}

/** The known name of a file's name. `plain` is the prefix whose namespace a name without prefix has. */
function resolve(scope: Scope, known: Map<string, string>, name: string, plain: string | null): string {
  const held = known.get(name);
  if (held !== undefined) return held;
  const colon = name.indexOf(":");
  const prefix = colon < 0 ? plain : name.slice(0, colon);
  const resolved = prefix === null ? name : writeName(scope, prefix, name.slice(colon + 1));
  known.set(name, resolved);
  return resolved;
}

function writeName(scope: Scope, prefix: string, local: string): string {
  const known = scope.prefixes.get(prefix) ?? (prefix === "" ? "" : `{${prefix}}`);
  return known === "" || known.endsWith("}") ? known + local : `${known}:${local}`;
}
