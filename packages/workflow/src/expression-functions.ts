/** The functions that the engine knows. */
export const expressionFunctions = [
  'append',
  'coalesce',
  'concat',
  'convertMarkdown',
  'equals',
  'exists',
  'jsonMarshal',
  'jsonUnmarshal',
  'merge',
  'notEquals',
  'now',
  'path',
  'toString',
] as const
