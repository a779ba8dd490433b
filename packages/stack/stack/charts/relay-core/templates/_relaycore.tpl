{{/* Not configurable: the name is hard-coded in relay-core's Vault setup. */}}
{{- define "relay-core.name" -}}relay-core-v1{{- end -}}

{{- define "relay-core.stepMetadataServer" -}}
http://step-metadata.{{ .Release.Namespace }}.svc.cluster.local
{{- end -}}

{{- define "relay-core.stepMetadataUrl" -}}
{{ include "relay-core.stepMetadataServer" . }}/step-metadata.json
{{- end -}}

{{/*
Checksum of everything that affects the Job `relay-core-v1-vault-init`. Jobs are immutable: if the installer tries to
change one, it fails before it reaches the operator and the metadata API. See hooks/vault-init-again.yaml.
*/}}
{{- define "relay-core.vaultInitChecksum" -}}
{{- list .Values.images.vaultInit .Values.imagePullPolicy .Values.vault | toJson | sha256sum | trunc 16 -}}
{{- end -}}
