/** For tests: the kind of every value in a JSON document, by its place: `{"workflows[].name": "string"}`. */
export function shapeOf(value: unknown, place = ''): Record<string, string> {
  if (Array.isArray(value)) {
    return Object.assign({[place]: 'list'}, ...value.map((item) => shapeOf(item, `${place}[]`)))
  }
  if (typeof value !== 'object' || value === null) return {[place]: value === null ? 'null' : typeof value}
  const inner = Object.entries(value).map(([key, item]) => shapeOf(item, place === '' ? key : `${place}.${key}`))
  return Object.assign(place === '' ? {} : {[place]: 'object'}, ...inner)
}
