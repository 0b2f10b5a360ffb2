/** A notice that an operator puts above everything, such as a closed service hall. */
export interface SiteNotice {
  text: string;
  /** Moment at which it ends, ISO 8601; null: until it is taken away. */
  until: string | null;
}

/** The notice in force now; null where there is none. Never throws: a broken notice is no reason not to answer. */
export type ReadSiteNotice = () => Promise<SiteNotice | null>;
