import {noEditor} from './edit-errors.js'

/** The user's editor; vi only where there is a terminal for it. */
export function chosenEditor(env: Readonly<Record<string, string | undefined>>, terminal: boolean): string {
  const chosen = env['VISUAL'] || env['EDITOR']
  if (chosen) return chosen
  if (!terminal) throw noEditor()
  return 'vi'
}
