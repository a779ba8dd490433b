import {randomBytes} from 'node:crypto'

import type {RdeConfig} from './schema/v1.js'

/** Gives a configuration the credentials that rde generates once; what is there stays. */
export function withCredentials(config: RdeConfig): RdeConfig {
  const {credentials} = config
  if (credentials.database) return config
  // base64url: needs no quoting in a URL, a shell or YAML.
  const database = {username: 'relay', password: randomBytes(24).toString('base64url')}
  return {...config, credentials: {...credentials, database}}
}
