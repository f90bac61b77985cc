import * as z from "zod";

/** What the schema says about one place of an input. */
export interface SchemaPlace {
  /** Keys known at this place, or none when it is not an object. */
  readonly keys: readonly string[];
  /** Names of the kinds to choose from, or none when the place is not a choice by `kind`. */
  readonly kinds: readonly string[];
  /** Whether `null` is allowed. */
  readonly nullable: boolean;
  /** Whether the place takes whole numbers only. */
  readonly whole: boolean;
}

/** Looks up `path` in a schema; where the schema branches by `kind`, the kind that `input` has there decides. */
export function schemaAt(schema: z.core.$ZodType, path: readonly PropertyKey[], input: unknown): SchemaPlace {
  let place: z.core.$ZodType | undefined = schema;
  let value = input;
  for (const part of path) {
    place = place && child(place, part, value);
    value = childValue(value, part);
  }
  if (place === undefined) return { keys: [], kinds: [], nullable: false, whole: false };
  const { inner, nullable } = unwrap(place);
  const chosen = choose(inner, value);
  return {
    keys: chosen instanceof z.ZodObject ? Object.keys(chosen.shape) : [],
    kinds:
      inner instanceof z.ZodDiscriminatedUnion ? inner.options.flatMap((option) => [...kindsOf(option)]) : [],
    nullable,
    whole: inner instanceof z.ZodNumberFormat,
  };
}

/** The value under a key or index, `undefined` where there is none. */
export function childValue(value: unknown, part: PropertyKey): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, part)) return undefined;
  return (value as Record<PropertyKey, unknown>)[part];
}

function child(schema: z.core.$ZodType, part: PropertyKey, value: unknown): z.core.$ZodType | undefined {
  const chosen = choose(unwrap(schema).inner, value);
  if (chosen instanceof z.ZodObject) return shapeOf(chosen).get(String(part));
  if (chosen instanceof z.ZodArray) return chosen.element;
  if (chosen instanceof z.ZodTuple) return chosen.def.items[Number(part)];
  return undefined;
}

function choose(schema: z.core.$ZodType, value: unknown): z.core.$ZodType | undefined {
  if (!(schema instanceof z.ZodDiscriminatedUnion)) return schema;
  const kind = childValue(value, "kind");
  return schema.options.find((option) =>
    kind === undefined ? isDefaultKind(option) : kindsOf(option).some((name) => name === kind),
  );
}

function kindsOf(option: z.core.$ZodType): string[] {
  const { inner } = unwrap(option);
  if (inner instanceof z.ZodDiscriminatedUnion) return inner.options.flatMap((each) => kindsOf(each));
  if (!(inner instanceof z.ZodObject)) return [];
  const key = shapeOf(inner).get("kind");
  const kind = key && unwrap(key).inner;
  return kind instanceof z.ZodLiteral ? [...kind.values].map(String) : [];
}

function shapeOf(schema: z.ZodObject): ReadonlyMap<string, z.core.$ZodType> {
  return new Map(Object.entries<z.core.$ZodType>(schema.shape));
}

function isDefaultKind(option: z.core.$ZodType): boolean {
  const { inner } = unwrap(option);
  return inner instanceof z.ZodObject && shapeOf(inner).get("kind") instanceof z.ZodDefault;
}

function unwrap(schema: z.core.$ZodType): { inner: z.core.$ZodType; nullable: boolean } {
  let inner = schema;
  let nullable = false;
  for (;;) {
    if (inner instanceof z.ZodNullable) {
      nullable = true;
      inner = inner.unwrap();
    } else if (
      inner instanceof z.ZodOptional ||
      inner instanceof z.ZodDefault ||
      inner instanceof z.ZodPrefault ||
      inner instanceof z.ZodReadonly
    ) {
      inner = inner.def.innerType;
    } else if (inner instanceof z.ZodPipe) inner = inner.def.in;
    else return { inner, nullable };
  }
}
