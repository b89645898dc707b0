/** graphql-js calls a property that is a function when the field is selected, and not otherwise. */
export function lazily<Value>(make: () => unknown): Value {
  return make as unknown as Value;
}
