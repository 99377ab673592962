const PATHS = {
  plus: 'M8 3v10M3 8h10',
  minus: 'M3 8h10',
  fit: 'M3 6V3h3M10 3h3v3M13 10v3h-3M6 13H3v-3',
  undo: 'M6 4L3 7l3 3M3 7h6a4 4 0 0 1 0 8H7',
  redo: 'M10 4l3 3-3 3M13 7H7a4 4 0 0 0 0 8h2',
  close: 'M4 4l8 8M12 4l-8 8',
  left: 'M10 3L5 8l5 5',
  right: 'M6 3l5 5-5 5',
  down: 'M3 6l5 5 5-5',
  up: 'M3 10l5-5 5 5',
  readable: 'M2.500 13L6 4l3.500 9M3.800 10h4.400M11 13l1.800-5 1.700 5M11.700 11.300h2.300',
  unfold: 'M5 6l3-3 3 3M5 10l3 3 3-3',
  fold: 'M5 3l3 3 3-3M5 13l3-3 3 3',
  arrange: 'M2.500 3h4v3h-4zM9.500 3h4v3h-4zM6 10h4v3H6zM4.500 6v2h7V6M8 8v2',
  sideways: 'M5 5L2 8l3 3M11 5l3 3-3 3M2 8h12',
  screen: 'M2 3h12v8H2zM8 11v3M5 14h6',
  more: 'M3 8h.01M8 8h.01M13 8h.01',
  import: 'M8 2v8M5 7l3 3 3-3M3 13h10',
  export: 'M8 10V2M5 5l3-3 3 3M3 13h10',
  sun: 'M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6M8 1v1.500M8 13.500V15M1 8h1.500M13.500 8H15M3 3l1 1M12 12l1 1M3 13l1-1M12 4l1-1',
  moon: 'M13 9.500A5.500 5.500 0 1 1 6.500 3a4.500 4.500 0 0 0 6.500 6.500z',
  system: 'M2 3h12v8H2zM6 14h4M8 11v3',
  help: 'M5.500 6a2.500 2.500 0 1 1 3.500 2.300c-.7.3-1 .7-1 1.400M8 12.500v.1',
  check: 'M3 8.500l3.500 3.500L13 4.500',
  table: 'M2.500 3.500h11v9h-11zM2.500 6.500h11M6.500 3.500v9',
  copy: 'M6 5.500h7v8H6zM3 10.500v-8h7',
  file: 'M4 2h5l3 3v9H4zM9 2v3h3',
} as const;

/** A line drawing of 16 units in the text's colour; what it means is said by the control around it. */
export function Icon({ name }: { name: keyof typeof PATHS }) {
  return (
    <svg className="glyph" width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
      <path
        d={PATHS[name]}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.500"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}

export function Logo() {
  return (
    <svg className="glyph" width="22" height="22" viewBox="0 0 22 22" aria-hidden="true">
      <path
        d="M4 20V9l4-3v14M14 20V6l4 3v11M8 6l3-4 3 4"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.600"
        strokeLinejoin="round"
      />
    </svg>
  );
}
