export {chosenCluster, clusterNames, clusterVariable} from './cluster/chosen-cluster.js'
export {
  checkClusterName,
  clusterIdentity,
  defaultCluster,
  type ClusterIdentity,
  type ClusterPorts,
} from './cluster/cluster-identity.js'
export {DataDirectory} from './cluster/data-directory.js'
export {absentConfig} from './store/config-errors.js'
export {ConfigStore, type StoreContext} from './store/config-store.js'
export {dependencyOrder, type Dependencies, type DependencyOrder} from './documents/dependency-order.js'
export {derivedFiles, type DerivedFile} from './derived/derived-files.js'
export {derivedDifferences, writeDerivedFiles, type DerivedDifference} from './derived/write-derived-files.js'
export {
  completeSections,
  requireSections,
  sectionOf,
  sectionProblems,
  sectionSchema,
  type Section,
  type SectionDeclaration,
} from './schema/extension-sections.js'
export {updateFile, withFileLock} from './lock/file-lock.js'
export {freshKubeconfig} from './derived/fresh-kubeconfig.js'
export {jsonSchema, type JsonSchema} from './schema/json-schema.js'
export {formatKey, parseKey, type KeyPath} from './schema/key-path.js'
export {acquireLock, withLock, type Lock, type LockRequest} from './lock/lock.js'
export type {LockHolder} from './lock/lock-record.js'
export {checkConfig, parseConfig, type CheckedConfig} from './store/parse-config.js'
export type {Problem} from './schema/problem.js'
export {defaultConfig, newConfig} from './store/new-config.js'
export {mergeDocuments} from './documents/merge-documents.js'
export {readConfigSecrets, openConfig, readConfig, type OpenConfigContext} from './store/read-config.js'
export {readText} from './files/read-text.js'
export {readReleaseValues, writeReleaseValues} from './derived/release-values.js'
export {runsInDocker} from './cluster/runs-in-docker.js'
export {rdeConfigV1, registryAddress, type ImportedImage, type NodeProxy, type RdeConfig} from './schema/v1.js'
export {maskSecrets, secretsOf} from './store/config-secrets.js'
export {checkKey, getSetting, needsRecreate, parseValue, setSetting, unsetSetting} from './store/settings.js'
export {writeFileAtomically} from './files/write-file-atomically.js'
export {formatYaml, parseYaml} from './documents/yaml.js'
