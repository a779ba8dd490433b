export {timedOut, withDeadline, type DeadlineOptions, type TimeoutDetails} from './deadline.js'
export {formatDuration, formatLimit, parseDuration} from './duration.js'
export {untilAborted} from './waiting/until-aborted.js'
export {waitFor, type Look, type WaitOptions} from './waiting/wait-for.js'
