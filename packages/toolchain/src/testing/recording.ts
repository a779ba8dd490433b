import {readFileSync} from 'node:fs'

/** For tests: recorded output of a tool, from `recordings/<tool>-<version>/…`. */
export function recording(path: string): string {
  return readFileSync(new URL(`../recordings/${path}`, import.meta.url), 'utf8')
}
