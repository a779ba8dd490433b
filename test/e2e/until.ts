import {setTimeout as pause} from 'node:timers/promises'

/** Waits until a condition holds; fails with its name after two minutes. */
export async function until(what: string, holds: () => boolean | Promise<boolean>, limitMs = 120_000): Promise<void> {
  const deadline = Date.now() + limitMs
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`waited in vain for: ${what}`)
    await pause(100)
  }
}
