import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build } from "esbuild";
import { afterAll, describe, expect, test } from "vitest";
import { programOptions } from "../../../src/build/bundle.ts";
import { writeResvg } from "../../../src/build/writeResvg.ts";
import { figureSvg } from "../../../src/figures/figureSvg.ts";
import { textWidth } from "../../../src/figures/textWidth.ts";
import { figurePng } from "../../../src/paper/png/figurePng.ts";
import { loadResvg } from "../../../src/paper/png/loadResvg.ts";
import { sampleFigure } from "../figures/sampleFigures.ts";
import { readPng } from "./readPng.ts";

const folder = mkdtempSync(join(tmpdir(), "optoscope-png-"));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const svg = (content: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="60" font-family="'DejaVu Sans', sans-serif"><rect width="200" height="60" fill="#ffffff"/>${content}</svg>`;

/** How many pixels are not white. */
async function inked(content: string): Promise<number> {
  const { pixels } = readPng(await figurePng(svg(content), 1));
  return pixels.filter((_, i) => i % 4 === 0 && (pixels[i]! & pixels[i + 1]! & pixels[i + 2]!) < 200).length;
}

describe("figurePng", () => {
  test("has twice the size of the figure, the theme's background, and the curves' colours", async () => {
    for (const [theme, background, curve] of [
      ["light", [255, 255, 255], [0x00, 0x72, 0xb2]],
      ["dark", [0x17, 0x19, 0x1c], [0x5a, 0xae, 0xf0]],
    ] as const) {
      const file = figureSvg(sampleFigure, theme);
      const { width, height, pixels } = readPng(await figurePng(file));
      expect([width, height]).toEqual(
        [/ width="(\d+)"/, / height="(\d+)"/].map((size) => 2 * Number(size.exec(file)![1])),
      );
      expect([...pixels.slice(0, 4)]).toEqual([...background, 255]);
      let found = 0;
      for (let i = 0; i < pixels.length; i += 4) {
        if (curve.every((channel, c) => pixels[i + c] === channel)) found++;
      }
      expect(found).toBeGreaterThan(500);
    }
  });

  test.each(["loss", "Müller", "ln 2 ≈ 0.693, τ → ∞", "−0.25 ± 3 · ×", "Ж", "✓ ✗ ▲ ●", "L0H2…"])(
    "writes %s",
    async (text) => {
      const drawn = await inked(`<text x="5" y="30" font-size="14" fill="#000000">${text}</text>`);
      expect(drawn).toBeGreaterThan(10);
      // A letter that the font does not have is drawn as the same box everywhere.
      const { Resvg, fonts } = await loadResvg();
      for (const letter of text.replace(/\s/g, "")) {
        const paths = [letter, "\ue000"].map((one) =>
          new Resvg(svg(`<text x="5" y="30" font-size="14">${one}</text>`), {
            font: { fontBuffers: fonts },
          }).toString(),
        );
        expect(paths[0]).not.toBe(paths[1]);
      }
    },
  );

  test("writes titles in bold", async () => {
    const text = (weight: string): Promise<number> =>
      inked(`<text x="5" y="30" font-size="14" font-weight="${weight}" fill="#000000">Loss of runs</text>`);
    expect(await text("bold")).toBeGreaterThan(1.15 * (await text("normal")));
  });

  test("refuses what is no SVG", async () => {
    await expect(figurePng("<svg")).rejects.toThrow(RangeError);
  });

  test("works where nothing is installed but the package", async () => {
    const dist = join(folder, "dist");
    mkdirSync(dist);
    await build({
      ...programOptions(dist, []),
      entryPoints: { png: "src/paper/png/figurePng.ts" },
      sourcemap: false,
    });
    await writeResvg(dist);
    symlinkSync(resolve("media"), join(folder, "media"));
    const script = `import { figurePng } from "./dist/png.js"; const png = await figurePng(${JSON.stringify(svg('<text x="5" y="30">here</text>'))}, 1); process.stdout.write(Buffer.from(png).toString("base64"));`;
    const printed = execFileSync(process.execPath, ["--input-type=module", "-e", script], {
      cwd: folder,
      encoding: "utf8",
    });
    expect(readPng(Buffer.from(printed, "base64"))).toMatchObject({ width: 200, height: 60 });
  });
});

test.each(["normal", "bold"] as const)("no %s text is wider than is reckoned with", async (weight) => {
  const { Resvg, fonts } = await loadResvg();
  for (const text of [
    "L1H3 only · seed 5",
    "WMW@%",
    "0.6931471805599453",
    "perfect-layer-0 + copy",
    "ÄÖÜ é ß",
    "τ ≈ −2",
  ]) {
    const drawn = new Resvg(svg(`<text x="0" y="40" font-size="20" font-weight="${weight}">${text}</text>`), {
      font: { fontBuffers: fonts },
    });
    const box = drawn.innerBBox()!;
    // The rectangle is the box of all; the text alone is measured without it.
    const alone = new Resvg(
      `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="60" font-family="DejaVu Sans"><text x="0" y="40" font-size="20" font-weight="${weight}">${text}</text></svg>`,
      { font: { fontBuffers: fonts } },
    ).getBBox()!;
    expect(box.width).toBeGreaterThan(0);
    expect(alone.width).toBeLessThanOrEqual(textWidth(text, 20, weight) * 1.01 + 1);
    expect(alone.width).toBeGreaterThan(textWidth(text, 20, weight) * 0.75);
  }
});
