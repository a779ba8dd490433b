import {z} from 'zod'

/** A Helm release: it becomes the name of a file, so nothing but Helm's own letters. */
export const release = z
  .string()
  .regex(/^[a-z0-9]([a-z0-9-]{0,51}[a-z0-9])?$/, 'must be a release name: small letters, digits and dashes')

/** The name of an image as Docker writes it; nothing that a command line could take for a flag. */
export const imageReference = z.string().regex(/^[a-z0-9][\w.:/@-]*$/, 'must be the name of an image')

export const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/, 'must be sha256: and 64 hexadecimal digits')
