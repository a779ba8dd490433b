export {chosenCluster, clusterNames, clusterVariable} from './chosen-cluster.js'
export {
  checkClusterName,
  clusterIdentity,
  defaultCluster,
  type ClusterIdentity,
  type ClusterPorts,
} from './cluster-identity.js'
export {DataDirectory} from './data-directory.js'
export {absentConfig} from './config-errors.js'
export {ConfigStore, type StoreContext} from './config-store.js'
export {dependencyOrder, type Dependencies, type DependencyOrder} from './dependency-order.js'
export {derivedFiles, type DerivedFile} from './derived-files.js'
export {derivedDifferences, writeDerivedFiles, type DerivedDifference} from './write-derived-files.js'
export {
  completeSections,
  requireSections,
  sectionOf,
  sectionProblems,
  sectionSchema,
  type Section,
  type SectionDeclaration,
} from './extension-sections.js'
export {updateFile, withFileLock} from './file-lock.js'
export {freshKubeconfig} from './fresh-kubeconfig.js'
export {jsonSchema, type JsonSchema} from './json-schema.js'
export {formatKey, parseKey, type KeyPath} from './key-path.js'
export {acquireLock, withLock, type Lock, type LockRequest} from './lock.js'
export type {LockHolder} from './lock-record.js'
export {checkConfig, parseConfig, type CheckedConfig} from './parse-config.js'
export type {Problem} from './problem.js'
export {defaultConfig, newConfig} from './new-config.js'
export {mergeDocuments} from './merge-documents.js'
export {keptSecrets, openConfig, readConfig, type OpenConfigContext} from './read-config.js'
export {readText} from './read-text.js'
export {readReleaseValues, writeReleaseValues} from './release-values.js'
export {runsInDocker} from './runs-in-docker.js'
export {rdeConfigV1, registryAddress, type ImportedImage, type NodeProxy, type RdeConfig} from './schema/v1.js'
export {maskSecrets, secretsOf} from './config-secrets.js'
export {checkKey, getSetting, needsRecreate, parseValue, setSetting, unsetSetting} from './settings.js'
export {writeFileAtomically} from './write-file-atomically.js'
export {formatYaml, parseYaml} from './yaml.js'
