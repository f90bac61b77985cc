import type { AttentionValue } from "../../src/measures/measureValues.ts";
import { nearestIndex } from "../shared/nearestIndex.ts";

/** What a model's heads do at one place of its training. */
export interface AttentionFrame {
  /** Of the step that was measured. */
  readonly sequences: number;
  readonly value: AttentionValue;
}

/** All frames of one kind, in order of places. */
interface Track {
  places: Float64Array;
  readonly frames: Map<number, AttentionFrame>;
  /** Where it was last looked at; null: nowhere yet. */
  at: number | null;
}

/** About 80 MB. */
const most = 5_000_000;

/**
 * Frames that were measured, by what they are of and where. Bounded: where there is no room, frames are dropped of what
 * was not looked at for the longest time, the furthest from where it was looked at first, but none of those that are
 * held.
 */
export class FrameStore {
  readonly #most: number;
  /** Last used last. */
  readonly #tracks = new Map<string, Track>();
  #held: ReadonlyMap<string, ReadonlySet<number>> = new Map();
  #size = 0;

  /** @param limit so many numbers at most */
  constructor(limit: number = most) {
    this.#most = limit;
  }

  /** How many numbers a frame has: those of its patterns, and something for the rest. */
  static sizeOf(heads: number, tokens: number): number {
    return heads * (tokens ** 2 + 4);
  }

  /** How many frames of a size may be planned beside those of another run, each with one more; at most `limit`. */
  static room(size: number, limit: number): number {
    return Math.max(0, Math.min(limit, Math.floor(most / 2 / size) - 1));
  }

  /** Which frames are never dropped while they are held, by key; they must fit. Replaces what was held before. */
  hold(places: ReadonlyMap<string, ReadonlySet<number>>): void {
    this.#held = places;
  }

  add(key: string, frame: AttentionFrame): void {
    const track = this.#tracks.get(key) ?? { places: new Float64Array(0), frames: new Map(), at: null };
    this.#use(key, track);
    this.#remove(track, frame.sequences);
    track.frames.set(frame.sequences, frame);
    this.#size += sizeOf(frame.value);
    track.places = Float64Array.from(track.frames.keys()).sort();
    this.#drop(track, frame.sequences);
  }

  /** The frame of exactly this place. */
  get(key: string, at: number): AttentionFrame | null {
    return this.#tracks.get(key)?.frames.get(at) ?? null;
  }

  /** The frame that is nearest to a place; null while there is none. */
  nearest(key: string, at: number): AttentionFrame | null {
    const track = this.#tracks.get(key);
    if (track === undefined) return null;
    this.#use(key, track);
    track.at = at;
    const place = track.places[nearestIndex(track.places, at, "linear")];
    return place === undefined ? null : (track.frames.get(place) ?? null);
  }

  /** Where there are frames, increasing. */
  places(key: string): readonly number[] {
    return [...(this.#tracks.get(key)?.places ?? [])];
  }

  has(key: string, at: number): boolean {
    return this.get(key, at) !== null;
  }

  /** Forgets frames, held or not. `isGone`: told what they are of, and where. */
  forget(isGone: (key: string, at: number) => boolean): void {
    for (const [key, track] of [...this.#tracks])
      this.#forget(
        key,
        track,
        [...track.places].filter((at) => isGone(key, at)),
      );
  }

  #use(key: string, track: Track): void {
    this.#tracks.delete(key);
    this.#tracks.set(key, track);
  }

  #remove(track: Track, at: number): void {
    const old = track.frames.get(at);
    if (old === undefined) return;
    track.frames.delete(at);
    this.#size -= sizeOf(old.value);
  }

  #forget(key: string, track: Track, places: readonly number[]): void {
    if (places.length === 0) return;
    for (const at of places) this.#remove(track, at);
    track.places = Float64Array.from(track.frames.keys()).sort();
    if (track.frames.size === 0) this.#tracks.delete(key);
  }

  #drop(current: Track, newest: number): void {
    if (this.#size <= this.#most) return;
    const isShown = ([key]: readonly [string, Track]): boolean => this.#held.has(key);
    const tracks = [...this.#tracks];
    const inOrder = [...tracks.filter((one) => !isShown(one)), ...tracks.filter(isShown)];
    for (const [key, track] of inOrder) {
      const at = track.at ?? newest;
      const held = this.#held.get(key);
      const furthest = [...track.places]
        .filter((place) => held?.has(place) !== true && (track !== current || place !== newest))
        .sort((one, other) => Math.abs(other - at) - Math.abs(one - at));
      let size = this.#size;
      let count = 0;
      for (; count < furthest.length && size > this.#most; count++)
        size -= sizeOf(track.frames.get(furthest[count]!)!.value);
      this.#forget(key, track, furthest.slice(0, count));
      if (this.#size <= this.#most) return;
    }
  }
}

function sizeOf({ heads, tokens }: AttentionValue): number {
  return FrameStore.sizeOf(Object.keys(heads).length, tokens.length);
}
