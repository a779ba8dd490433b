export {changeLocalSecret, readLocalSecrets, secretText} from './inputs/secret-files.js'
export {isTrusted, trust} from './consent.js'
export {orphansInDocker, removeOrphans} from './docker/open-docker-executor.js'
export {orphanRunFolders, sweepRunFolders} from './host/run-folder.js'
export {serveMetadataApi} from './metadata-api/serve.js'
export {localReference, parseLocalReference} from './local-reference.js'
export {followLocalRun} from './records/follow-record.js'
export {
  listLocalRuns,
  readLocalEvents,
  readLocalRun,
  type LocalRunDetails,
  type LocalRunSummary,
} from './records/read-records.js'
