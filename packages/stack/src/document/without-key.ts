/** A copy of an object without one key. */
export function withoutKey<Shape extends object, Key extends keyof Shape>(object: Shape, key: Key): Omit<Shape, Key> {
  return Object.fromEntries(Object.entries(object).filter(([name]) => name !== key)) as Omit<Shape, Key>
}
