import { BrokenProtobuf, LENGTH, VARINT, type Wire } from "./wire.ts";

/** An object in the making, in the shape that the API server gives it as JSON. */
export type Target = Record<string, unknown>;

/** Reads a value, whose tag has been read, into the object that it is a field of. */
export interface Field {
  /** The names that it may give a value in the object. */
  readonly names: readonly string[];
  /** The wire type that it must have; another one is passed over, as protobuf has it. */
  readonly wire: typeof VARINT | typeof LENGTH;
  /** `tag`: the field's own, for the values that follow. `end`: where the message ends. */
  readonly read: (wire: Wire, into: Target, tag: number, end: number) => void;
}

/** A message: its fields by their numbers. What it does not name is passed over. */
export interface Shape {
  readonly fields: readonly (Field | undefined)[];
  /** An object with all its names and no values, to be copied: an object that grows name by name takes twice the time and room. */
  readonly blank: Readonly<Target>;
}

export function shape(fields: Readonly<Record<number, Field>>): Shape {
  const list: (Field | undefined)[] = [];
  const blank: Target = {};
  for (const [number, field] of Object.entries(fields)) {
    list[Number(number)] = field;
    for (const name of field.names) blank[name] = undefined;
  }
  return { fields: list, blank };
}

/** Reads the message from here to `end` into `into`. */
export function readInto(wire: Wire, end: number, { fields }: Shape, into: Target): Target {
  while (wire.at < end) {
    const tag = wire.short();
    const field = fields[tag >>> 3];
    if (field !== undefined && field.wire === (tag & 7)) field.read(wire, into, tag, end);
    else wire.skip(tag);
  }
  if (wire.at !== end) throw new BrokenProtobuf("a value that is longer than its message");
  return into;
}

/** Reads the message from here to `end`. */
export function readMessage(wire: Wire, end: number, of: Shape): Target {
  return readInto(wire, end, of, { ...of.blank });
}

/** A text. Go leaves an empty one out of JSON, but not out of protobuf. */
export function text(name: string): Field {
  return {
    names: [name],
    wire: LENGTH,
    read(wire, into) {
      const end = wire.end();
      if (end > wire.at) into[name] = wire.text(end);
    },
  };
}

/** A text that JSON has even where it is empty: a pointer that is set, or a field without `omitempty`. */
export function kept(name: string): Field {
  return {
    names: [name],
    wire: LENGTH,
    read(wire, into) {
      into[name] = wire.text(wire.end());
    },
  };
}

/** A number that JSON leaves out when it is zero. */
export function number(name: string): Field {
  return {
    names: [name],
    wire: VARINT,
    read(wire, into) {
      const value = wire.whole();
      if (value !== 0) into[name] = value;
    },
  };
}

/** A number that JSON has even where it is zero. */
export function keptNumber(name: string): Field {
  return {
    names: [name],
    wire: VARINT,
    read(wire, into) {
      into[name] = wire.whole();
    },
  };
}

/** A truth value that JSON leaves out when it is false. */
export function flag(name: string): Field {
  return {
    names: [name],
    wire: VARINT,
    read(wire, into) {
      if (wire.whole() !== 0) into[name] = true;
    },
  };
}

/** A truth value that JSON has even where it is false. */
export function keptFlag(name: string): Field {
  return {
    names: [name],
    wire: VARINT,
    read(wire, into) {
      into[name] = wire.whole() !== 0;
    },
  };
}

const SECONDS = (1 << 3) | VARINT;

function secondsOf(wire: Wire, end: number): number {
  let seconds = 0;
  while (wire.at < end) {
    const tag = wire.short();
    if (tag === SECONDS) seconds = wire.whole();
    else wire.skip(tag);
  }
  return seconds;
}

/** A `metav1.Time`; an empty one is none. Kubernetes' times in JSON have no fractions of a second. */
export function time(name: string): Field {
  return {
    names: [name],
    wire: LENGTH,
    read(wire, into) {
      const end = wire.end();
      if (end === wire.at) return;
      into[name] = wire.time(secondsOf(wire, end));
    },
  };
}

/** A message. */
export function message(name: string, fields: Shape): Field {
  return {
    names: [name],
    wire: LENGTH,
    read(wire, into) {
      into[name] = readMessage(wire, wire.end(), fields);
    },
  };
}

/** A message whose fields JSON has in the object around it. */
export function inline(fields: Shape): Field {
  const names = Object.keys(fields.blank);
  return { names, wire: LENGTH, read: (wire, into) => void readInto(wire, wire.end(), fields, into) };
}
