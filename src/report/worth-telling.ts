/**
 * The numbers and names of an observation that tell something: none that is 0, and no later share that is the share of now.
 * A map of its own, from which what has a phrase can be taken.
 */
export function worthTelling(detail: Readonly<Record<string, string | number>>): Map<string, string | number> {
  const given = new Map(Object.entries(detail).filter(([, value]) => value !== 0));
  const { utilization, utilizationThen } = detail;
  if (utilization !== undefined && utilizationThen === utilization) given.delete("utilizationThen");
  return given;
}
