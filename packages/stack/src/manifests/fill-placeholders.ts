import {exitCodes, RdeError} from '@rde/errors'

/** The values for the placeholders of one component. */
export interface Filling {
  readonly extension: string
  readonly component: string
  /** The declared keys: `settings.port`. */
  readonly known: readonly string[]
  /** The extension's section of config.json. */
  readonly section: Readonly<Record<string, unknown>>
}

const placeholder = /\{((?:settings|credentials)\.[A-Za-z0-9_.-]+)\}/g

/**
 * A copy of a document with `{settings.KEY}` and `{credentials.KEY}` replaced. A string that consists of one
 * placeholder becomes the value itself. A key that is not in config.json yet stays: only a start generates values.
 */
export function fillPlaceholders<Shape>(document: Shape, filling: Filling): Shape {
  return filled(document, filling) as Shape
}

function filled(value: unknown, filling: Filling): unknown {
  if (typeof value === 'string') return filledText(value, filling)
  if (Array.isArray(value)) return value.map((item) => filled(item, filling))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, filled(part, filling)]))
}

function filledText(text: string, filling: Filling): unknown {
  const [only] = text.match(placeholder) ?? []
  if (only === text) return valueOf(only.slice(1, -1), filling) ?? text
  return text.replace(placeholder, (whole, key: string) => {
    const value = valueOf(key, filling)
    return value === undefined ? whole : String(value)
  })
}

function valueOf(key: string, {known, section, extension, component}: Filling): unknown {
  if (!known.some((one) => key === one || key.startsWith(`${one}.`))) {
    throw new RdeError(
      `The component ${component} of the extension ${extension} names {${key}}, which the extension does not declare; it declares ${known.join(', ') || 'none'}.`,
      {
        code: 'RDE_EXTENSION_INVALID',
        exitCode: exitCodes.usage,
        remedies: [
          {what: 'Update it', command: 'rde plugins update'},
          {what: 'Or remove it', command: `rde plugins uninstall ${extension}`},
        ],
      },
    )
  }
  const path = key.startsWith('settings.') ? key.split('.').slice(1) : key.split('.')
  return path.reduce<unknown>((part, name) => (part as Record<string, unknown> | undefined)?.[name], section)
}
