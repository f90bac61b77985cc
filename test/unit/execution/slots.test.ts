import { expect, it } from "vitest";
import { Slots } from "../../../src/execution/slots.ts";

const turn = () => new Promise((resolve) => setImmediate(resolve));
const never = new AbortController().signal;

it("does no more at a time than there are places, in the order in which it was asked", async () => {
  const slots = new Slots(2);
  const begun: number[] = [];
  const ends: (() => void)[] = [];
  const all = [0, 1, 2, 3].map((number) =>
    slots.use(never, async () => {
      begun.push(number);
      await new Promise<void>((resolve) => ends.push(resolve));
      return number;
    }),
  );
  await turn();
  expect(begun).toEqual([0, 1]);
  ends[1]!();
  await turn();
  expect(begun).toEqual([0, 1, 2]);
  ends[0]!();
  ends[2]!();
  await turn();
  ends[3]!();
  expect(await Promise.all(all)).toEqual([0, 1, 2, 3]);
});

it("gives the place back where something goes wrong", async () => {
  const slots = new Slots(1);
  await expect(slots.use(never, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(await slots.use(never, () => Promise.resolve(1))).toBe(1);
});

it("does not begin what was cancelled while it waited", async () => {
  const slots = new Slots(1);
  let end = (): void => undefined;
  const first = slots.use(never, () => new Promise<void>((resolve) => (end = resolve)));
  const cancel = new AbortController();
  const second = slots.use(cancel.signal, () => Promise.resolve("done"));
  cancel.abort();
  expect(await second).toBeNull();
  end();
  await first;
  expect(await slots.use(cancel.signal, () => Promise.resolve("done"))).toBeNull();
  expect(await slots.use(never, () => Promise.resolve("free"))).toBe("free");
});
