import { BrokenProtobuf, LENGTH, VARINT, type Wire } from "./wire.ts";

/** An object in the making, in the shape that the API server gives it as JSON. */
export type Target = Record<string, unknown>;

/** Reads a value, whose tag has been read, into the object that it is a field of. */
export interface Field {
  /** The wire type that it must have; another one is passed over, as protobuf has it. */
  readonly wire: typeof VARINT | typeof LENGTH;
  /** `tag`: the field's own, for the values that follow. `end`: where the message ends. */
  readonly read: (wire: Wire, into: Target, tag: number, end: number) => void;
}

/** A message: its fields by their numbers. What it does not name is passed over. */
export type Shape = readonly (Field | undefined)[];

export function shape(fields: Readonly<Record<number, Field>>): Shape {
  const list: (Field | undefined)[] = [];
  for (const [number, field] of Object.entries(fields)) list[Number(number)] = field;
  return list;
}

/** Reads the message from here to `end` into `into`. */
export function readInto(wire: Wire, end: number, fields: Shape, into: Target): Target {
  while (wire.at < end) {
    const tag = wire.short();
    const field = fields[tag >>> 3];
    if (field !== undefined && field.wire === (tag & 7)) field.read(wire, into, tag, end);
    else wire.skip(tag);
  }
  if (wire.at !== end) throw new BrokenProtobuf("a value that is longer than its message");
  return into;
}

function readMessage(wire: Wire, fields: Shape): Target {
  return readInto(wire, wire.end(), fields, {});
}

/** A text. Go leaves an empty one out of JSON, but not out of protobuf. */
export function text(name: string): Field {
  return {
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
    wire: LENGTH,
    read(wire, into) {
      into[name] = wire.text(wire.end());
    },
  };
}

/** A number that JSON leaves out when it is zero. */
export function number(name: string): Field {
  return {
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
    wire: VARINT,
    read(wire, into) {
      into[name] = wire.whole();
    },
  };
}

/** A truth value that JSON leaves out when it is false. */
export function flag(name: string): Field {
  return {
    wire: VARINT,
    read(wire, into) {
      if (wire.whole() !== 0) into[name] = true;
    },
  };
}

/** A truth value that JSON has even where it is false. */
export function keptFlag(name: string): Field {
  return {
    wire: VARINT,
    read(wire, into) {
      into[name] = wire.whole() !== 0;
    },
  };
}

const TIME = shape({ 1: keptNumber("seconds") });

/** A `metav1.Time`; an empty one is none. Kubernetes' times in JSON have no fractions of a second. */
export function time(name: string): Field {
  return {
    wire: LENGTH,
    read(wire, into) {
      const end = wire.end();
      if (end === wire.at) return;
      const { seconds = 0 } = readInto(wire, end, TIME, {});
      if (typeof seconds === "number") into[name] = wire.time(seconds);
    },
  };
}

/** A message. */
export function message(name: string, fields: Shape): Field {
  return {
    wire: LENGTH,
    read(wire, into) {
      into[name] = readMessage(wire, fields);
    },
  };
}

/** A message whose fields JSON has in the object around it. */
export function inline(fields: Shape): Field {
  return { wire: LENGTH, read: (wire, into) => void readInto(wire, wire.end(), fields, into) };
}
