import { describe, expect, it } from 'vitest';
import { refusal } from '../../model/edits/refusal';
import { dragged, IDLE, isOver, THRESHOLD, type Drag, type DragEvent } from './drag';
import type { Verdict } from './targets';
import { keyOf, type Target, type Thing } from './things';

const thing: Thing = { kind: 'output', from: { node: 'a', output: 'vector' } };
const other: Thing = { kind: 'block', block: 'mlp' };
const good: Target = { kind: 'input', to: { node: 'b', input: 'vector' } };
const bad: Target = { kind: 'input', to: { node: 'a', input: 'vector' } };
const judge = (_: Thing, target: Target): Verdict =>
  keyOf(target) === keyOf(bad)
    ? { target, legal: false, why: refusal('itself', { node: 'a' }) }
    : { target, legal: true, remark: null };
const after = (...events: DragEvent[]): Drag =>
  events.reduce<Drag>(
    (drag, event) => dragged(drag, event, (held) => [good, bad].map((t) => judge(held, t)), judge),
    IDLE,
  );
const press = (pointerType = 'mouse', more: { handle?: boolean; pointerId?: number } = {}): DragEvent => ({
  kind: 'press',
  thing,
  point: { x: 10, y: 10 },
  pointerId: 1,
  pointerType,
  ...more,
});
const move = (x: number, over: Target | null = null, pointerId = 1): DragEvent => ({
  kind: 'move',
  point: { x, y: 10 },
  pointerId,
  over,
});
const release: DragEvent = { kind: 'release', pointerId: 1 };
const held: DragEvent = { kind: 'held', pointerId: 1 };

describe('a drag', () => {
  it('begins beyond the threshold, and a press that stays within it is a click', () => {
    expect(after(press(), move(10 + THRESHOLD)).phase).toBe('pressed');
    expect(after(press(), move(11 + THRESHOLD)).phase).toBe('dragging');
    expect(after(press(), move(12), release)).toEqual({ phase: 'cancelled', thing, moved: false });
  });

  it('knows what the pointer means, with its reason', () => {
    const drag = after(press(), move(40, bad));
    expect([isOver(drag, bad), isOver(drag, good), isOver(IDLE, bad)]).toEqual([true, false, false]);
    expect(drag).toMatchObject({ point: { x: 40, y: 10 }, over: { legal: false, why: { code: 'itself' } } });
  });

  it('ends on a target, legal or not, with the point that it carries', () => {
    expect(after(press(), move(40, good), release)).toEqual({
      phase: 'dropped',
      thing,
      verdict: { target: good, legal: true, remark: null },
      point: { x: 40, y: 10 },
    });
    expect(after(press(), move(40, bad), release)).toMatchObject({ phase: 'dropped', verdict: { legal: false } });
    const ground: Target = { kind: 'ground', side: 'user', at: [5, 6] };
    expect(after(press(), move(40, ground), release)).toMatchObject({ verdict: { target: { at: [5, 6] } } });
  });

  it('is given up over nothing, by Escape and by a second pointer', () => {
    const gone = { phase: 'cancelled', thing, moved: true };
    expect(after(press(), move(40, good), move(50, null), release)).toEqual(gone);
    expect(after(press(), move(40, good), { kind: 'cancel' })).toEqual(gone);
    expect(after(press(), move(40, good), press('touch', { pointerId: 2 }))).toEqual(gone);
    expect(after(press(), { kind: 'cancel' })).toEqual({ ...gone, moved: false });
  });

  it('leaves a finger to scroll until it is held, unless it is on a handle', () => {
    expect(after(press('touch'), move(40, good))).toEqual({ phase: 'cancelled', thing, moved: true });
    expect(after(press('touch'), held).phase).toBe('dragging');
    expect(after(press('touch'), held, move(12, good), release).phase).toBe('dropped');
    expect(after(press('touch', { handle: true }), move(40, good)).phase).toBe('dragging');
    expect(after(press(), held).phase).toBe('pressed');
  });

  it('does not hear other pointers, and begins anew after its end', () => {
    const drag = after(press(), move(40, good));
    expect(dragged(drag, move(90, bad, 2), () => [], judge)).toBe(drag);
    expect(dragged(drag, { kind: 'release', pointerId: 2 }, () => [], judge)).toBe(drag);
    expect(dragged(IDLE, release, () => [], judge)).toBe(IDLE);
    const again = after(press(), release, { ...press(), thing: other } as DragEvent);
    expect(again).toMatchObject({ phase: 'pressed', thing: other });
  });
});
