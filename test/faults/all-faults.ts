import {brokenConfig} from './broken-config.js'
import {disk} from './disk.js'
import {engine} from './engine.js'
import type {Fault} from './fault.js'
import {interruptions} from './interruptions.js'
import {lock} from './lock.js'
import {missingParts} from './missing-parts.js'
import {ports} from './ports.js'

/** Grouped by the state in which they begin: that saves many starts. */
const order: ReadonlyArray<Fault['begin']> = ['absent', 'healthy', 'stopped']
const known = [...engine, ...ports, ...disk, ...interruptions, ...brokenConfig, ...missingParts, ...lock]
export const allFaults: readonly Fault[] = order.flatMap((begin) => known.filter((fault) => fault.begin === begin))
