/** A node of a parsed page, as far as it is read here: the parser's own nodes have this shape. */
export interface PageNode {
  readonly type: string;
  readonly parent: PageNode | null;
  /** Of text. */
  readonly data?: string;
  /** Of elements. */
  readonly name?: string;
  readonly attribs?: Readonly<Record<string, string>>;
  /** Of elements and the page itself. */
  readonly children?: readonly PageNode[];
}
