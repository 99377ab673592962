/**
 * Files outlive the code that wrote them. A format is a folder with one file for each version of it, `v1.ts`, `v2.ts`,
 * …; what is read is checked as the version that it says it is, and then brought to the newest, one version after the
 * other.
 */
import * as v from 'valibot';

/** A version, once files of it are out, is not edited: what they hold does not change any more. */
export interface Version<Before, After> {
  /** Of a file of this version. */
  schema: v.GenericSchema<unknown, After>;
  /** A file of the version before as one of this; absent from the first. */
  migrate?(before: Before): After;
}
export const defineVersion = <Before, After>(version: Version<Before, After>): Version<Before, After> => version;
/** Any version, with its types forgotten: what a format finds in its folder. */
export type AnyVersion = Version<unknown, unknown>;

export type Reading<File> =
  /** As the newest version. */
  | { ok: true; value: File }
  /** Of a version that was not known when this code was written. */
  | { ok: false; newer: number }
  /** Not what a file of its version looks like. */
  | { ok: false; newer: null; issues: readonly [v.BaseIssue<unknown>, ...v.BaseIssue<unknown>[]] };

export interface Format<Name extends string, File> {
  name: Name;
  /** What a file that is written now says of itself. */
  header: { format: Name; version: number };
  /** Of a value of any origin. One without a version is read as the first. */
  read(value: unknown): Reading<File>;
}

/**
 * @param File what the schema of the newest version gives
 * @param found the versions by the names of their files
 * @throws Error where they do not run from 1 without a gap, or one after the first does not migrate
 */
export const defineFormat =
  <File>() =>
  <Name extends string>(name: Name, found: Readonly<Record<string, AnyVersion>>): Format<Name, File> => {
    const byNumber = new Map(Object.entries(found).map(([path, version]) => [numberOf(path), version]));
    const versions = Array.from(byNumber, (_, at) => {
      const version = byNumber.get(at + 1);
      if (!version || (at > 0 && !version.migrate))
        throw new Error(`format ${name}: ${version ? 'no migration to' : 'no'} version ${at + 1}`);
      return version;
    });
    return {
      name,
      header: { format: name, version: versions.length },
      read(value) {
        const found = headerOf(value);
        const isOurs = found.format === undefined || found.format === name;
        if (isOurs && typeof found.version === 'number' && found.version > versions.length)
          return { ok: false, newer: found.version };
        // One that is no version is a fault of the newest.
        const own = versions.findIndex((_, at) => at + 1 === (found.version ?? 1));
        const parsed = v.safeParse(versions.at(own)!.schema, value);
        if (!parsed.success) return { ok: false, newer: null, issues: parsed.issues };
        const later = own < 0 ? [] : versions.slice(own + 1);
        return { ok: true, value: later.reduce((file, { migrate }) => migrate!(file), parsed.output) as File };
      },
    };
  };

/** './v12.ts' -> 12 */
const numberOf = (path: string): number => Number(/\/v(\d+)\.ts$/.exec(path)?.[1]);

const headerOf = (value: unknown): { format?: unknown; version?: unknown } =>
  typeof value === 'object' && value !== null ? value : {};
