import {spawn} from 'node:child_process'

type Environment = Readonly<Record<string, string | undefined>>

/** Opens an address or a file in the program that the user's desktop chooses. Resolves with false where there is no desktop. */
export async function openOnDesktop(target: string, env: Environment = process.env): Promise<boolean> {
  const file = opener(env)
  if (file === undefined) return false
  // It may run for as long as the browser does, and outlives us.
  const child = spawn(file, [target], {detached: true, stdio: 'ignore', env: {...env}})
  return new Promise((resolve) => {
    child.once('error', () => resolve(false))
    child.once('spawn', () => {
      child.unref()
      resolve(true)
    })
  })
}

function opener(env: Environment): string | undefined {
  if (process.platform === 'darwin') return 'open'
  if (process.platform !== 'linux') return undefined
  return env['DISPLAY'] || env['WAYLAND_DISPLAY'] ? 'xdg-open' : undefined
}
