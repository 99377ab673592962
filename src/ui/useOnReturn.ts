/** Other tabs write to the same storage: what was read of it is read anew when somebody comes back to this one. */
import { useEffect } from 'react';

/** @param read the same function from render to render */
export function useOnReturn(read: () => Promise<unknown>): void {
  useEffect(() => {
    const again = () => void read();
    window.addEventListener('focus', again);
    return () => window.removeEventListener('focus', again);
  }, [read]);
}
