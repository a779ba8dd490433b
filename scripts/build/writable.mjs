import {accessSync, constants, existsSync, statSync} from 'node:fs'
import {userInfo} from 'node:os'
import {join} from 'node:path'

import {StepFailed} from './step.mjs'

/** Throws if the user cannot write the build output, for example because root has built before. */
export function requireWritable(root) {
  const foreign = [root, join(root, 'dist'), join(root, 'node_modules')].find((path) => !isWritable(path))
  if (foreign === undefined) return
  const own = process.getuid?.()
  const {uid} = statSync(foreign)
  const whose = uid === own ? 'is read-only' : `belongs to ${uid === 0 ? 'root' : `the user ${uid}`}`
  const remedy =
    uid === own
      ? `  Allow it:   chmod -R u+w '${root}'`
      : `  Take the checkout over:   sudo chown -R ${nameOf(own)} '${root}'`
  throw new StepFailed(`rde has to be built, but ${foreign} ${whose}.\n\n${remedy}\n\nRDE_CHECKOUT_FOREIGN`)
}

function isWritable(path) {
  if (!existsSync(path)) return true
  try {
    accessSync(path, constants.W_OK)
    return true
  } catch {
    return false
  }
}

function nameOf(uid) {
  try {
    return userInfo().username
  } catch {
    // A user without a name, as in a container.
    return uid
  }
}
