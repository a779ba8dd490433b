import type {DoctorContext} from '@rde/plugin-kit'
import type {Check} from '@rde/toolchain'

import {containerDns} from './container-dns.js'
import {leftovers} from './leftovers.js'
import {lockHolder} from './lock-holder.js'

/** The checks that only `rde doctor` runs, besides those of the machine and of the plugins. */
export const ownChecks: readonly Check<DoctorContext>[] = [containerDns(), lockHolder, leftovers]
