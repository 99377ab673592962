// What the built page may do, as rules of the browser: it loads its own files and nothing leaves its origin.

/**
 * Of a document and of its workers. Styles stand in attributes too, where charts and the drawing place things. Of what
 * evaluates code only WebAssembly may, which the CPU path is compiled to.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** What a server sends with every file. A worker obeys the header of its own script, never its document's `<meta>`. */
export const policyHeaders = {
  // Only a header can say who may frame the page.
  'Content-Security-Policy': `${POLICY}; frame-ancestors 'none'`,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
};

/**
 * The same in the page itself, for whatever serves the folder. Not while developing: Vite's client is an inline script.
 * @type {import('vite').Plugin}
 */
export const policyMeta = {
  name: 'page-policy',
  apply: 'build',
  transformIndexHtml: () => [
    { tag: 'meta', attrs: { 'http-equiv': 'Content-Security-Policy', content: POLICY }, injectTo: 'head-prepend' },
    { tag: 'meta', attrs: { name: 'referrer', content: 'no-referrer' }, injectTo: 'head-prepend' },
  ],
};
