import {readFileSync} from 'node:fs'

/** What a real tool printed, from `recordings/<tool>-<version>/…`. For tests. */
export function recording(path: string): string {
  return readFileSync(new URL(`../recordings/${path}`, import.meta.url), 'utf8')
}
