/** A compiled AssemblyScript module in base64: see `cli/setup/assembly.mjs`. */
declare module '*?assembly' {
  export const base64: string;
}
