/** For tests: what earlier versions of the lab stored, as JSON; arrays, maps and files are tagged. */
import { readFileSync } from 'node:fs';

/** A run as version 1 of the storage kept it, and what its weights retrieved. */
export const storageV1 = (): { record: unknown; retrieved: { user: number; items: string[] } } =>
  revived(JSON.parse(readFileSync(new URL('./corpus/storage-v1.json', import.meta.url), 'utf8'))) as ReturnType<
    typeof storageV1
  >;

interface Tagged {
  f32?: number[];
  f64?: number[];
  map?: [string, unknown][];
  file?: string;
  text?: string;
  lastModified?: number;
}

function revived(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(revived);
  if (typeof value !== 'object' || value === null) return value;
  const { f32, f64, map, file, text = '', lastModified = 0 } = value as Tagged;
  if (f32) return Float32Array.from(f32);
  if (f64) return Float64Array.from(f64);
  if (map) return new Map(map.map(([key, own]) => [key, revived(own)]));
  if (file !== undefined) return new File([text], file, { lastModified });
  return Object.fromEntries(Object.entries(value).map(([key, own]) => [key, revived(own)]));
}
