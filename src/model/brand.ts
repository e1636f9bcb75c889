declare const brand: unique symbol;

/** A `Base` that may not be mixed up with another `Base`: the name exists for the compiler only. */
export type Brand<Base, Name extends string> = Base & { readonly [brand]: Name };
