{{/* relay-core's Vault set-up has this name in its code, so it is no setting. */}}
{{- define "relay-core.name" -}}relay-core-v1{{- end -}}

{{- define "relay-core.stepMetadataServer" -}}
http://step-metadata.{{ .Release.Namespace }}.svc.cluster.local
{{- end -}}

{{- define "relay-core.stepMetadataUrl" -}}
{{ include "relay-core.stepMetadataServer" . }}/step-metadata.json
{{- end -}}

{{/*
Stands for everything that reaches the Job `relay-core-v1-vault-init`. A Job cannot be changed, and an installer that
tries to fails before it gets to the operator and the metadata API: see hooks/vault-init-again.yaml.
*/}}
{{- define "relay-core.vaultInitChecksum" -}}
{{- list .Values.images.vaultInit .Values.imagePullPolicy .Values.vault | toJson | sha256sum | trunc 16 -}}
{{- end -}}
