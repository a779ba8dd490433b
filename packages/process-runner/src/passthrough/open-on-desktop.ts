import {spawn} from 'node:child_process'

type Environment = Readonly<Record<string, string | undefined>>

/** Opens a URL or a file in the desktop's default program. Resolves with false if there is no desktop. */
export async function openOnDesktop(target: string, env: Environment = process.env): Promise<boolean> {
  const file = opener(env)
  if (file === undefined) return false
  // It may run as long as the browser, and outlives rde.
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
