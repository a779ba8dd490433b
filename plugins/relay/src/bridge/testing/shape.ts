/** For tests: the type of every value in a JSON document, by path: `{"workflows[].name": "string"}`. */
export function shapeOf(value: unknown, path = ''): Record<string, string> {
  if (Array.isArray(value)) {
    return Object.assign({[path]: 'list'}, ...value.map((item) => shapeOf(item, `${path}[]`)))
  }
  if (typeof value !== 'object' || value === null) return {[path]: value === null ? 'null' : typeof value}
  const inner = Object.entries(value).map(([key, item]) => shapeOf(item, path === '' ? key : `${path}.${key}`))
  return Object.assign(path === '' ? {} : {[path]: 'object'}, ...inner)
}
