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
  /** How many numbers they hold. */
  size: number;
}

/** About 80 MB. */
const most = 5_000_000;

/**
 * Frames that were measured, by what they are of and where. Bounded: what was not used for the longest time is dropped,
 * but never all of what was used last.
 */
export class FrameStore {
  readonly #most: number;
  /** Last used last. */
  readonly #tracks = new Map<string, Track>();
  #size = 0;

  /** @param limit so many numbers at most */
  constructor(limit: number = most) {
    this.#most = limit;
  }

  /** How many frames of a model may be planned so that two runs' fit; at least 2, at most `limit`. */
  static room(heads: number, tokens: number, limit: number): number {
    return Math.max(2, Math.min(limit, Math.floor(most / 3 / sizeOfHeads(heads, tokens))));
  }

  add(key: string, frame: AttentionFrame): void {
    const track = this.#tracks.get(key) ?? { places: new Float64Array(0), frames: new Map(), size: 0 };
    this.#use(key, track);
    this.#remove(track, frame.sequences);
    const size = sizeOf(frame.value);
    track.frames.set(frame.sequences, frame);
    track.places = Float64Array.from(track.frames.keys()).sort();
    track.size += size;
    this.#size += size;
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

  /** Forgets the frames of runs that are not shown any more. `isKept`: told the key. */
  keepOnly(isKept: (key: string) => boolean): void {
    for (const [key, track] of [...this.#tracks]) {
      if (isKept(key)) continue;
      this.#size -= track.size;
      this.#tracks.delete(key);
    }
  }

  #use(key: string, track: Track): void {
    this.#tracks.delete(key);
    this.#tracks.set(key, track);
  }

  #remove(track: Track, at: number): void {
    const old = track.frames.get(at);
    if (old === undefined) return;
    track.frames.delete(at);
    track.size -= sizeOf(old.value);
    this.#size -= sizeOf(old.value);
  }

  /** Other tracks first; then, of this one, what is furthest from the newest frame. */
  #drop(current: Track, newest: number): void {
    for (const [key, track] of [...this.#tracks]) {
      if (this.#size <= this.#most) return;
      if (track === current) continue;
      this.#size -= track.size;
      this.#tracks.delete(key);
    }
    while (this.#size > this.#most && current.frames.size > 1) {
      const [first, last] = [current.places[0]!, current.places.at(-1)!];
      this.#remove(current, newest - first > last - newest ? first : last);
      current.places = Float64Array.from(current.frames.keys()).sort();
    }
  }
}

/** The numbers of its patterns, and something for the rest. */
function sizeOf({ heads, tokens }: AttentionValue): number {
  return sizeOfHeads(Object.keys(heads).length, tokens.length);
}

function sizeOfHeads(heads: number, tokens: number): number {
  return heads * (tokens ** 2 + 4);
}
