/** By bisection the first of [from, end) of which it is true, where it is so of all behind it; `end` where of none. */
export function firstFrom(from: number, end: number, isTrue: (at: number) => boolean): number {
  let [low, high] = [from, end];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isTrue(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
