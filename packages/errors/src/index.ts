export {exitCodes, type ExitCode} from './exit-codes.js'
export {misses, nearest} from './nearest.js'
export {isRdeError, RdeError, type RdeErrorDetails, type Remedy} from './rde-error.js'
export {renderError} from './render-error.js'
