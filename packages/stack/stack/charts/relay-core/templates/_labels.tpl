{{/* The labels of an object. Takes a list: root context, component of the object. */}}
{{- define "relay-core.labels" -}}
{{- $root := index . 0 -}}
helm.sh/chart: {{ $root.Chart.Name }}-{{ $root.Chart.Version }}
app.kubernetes.io/managed-by: {{ $root.Release.Service }}
app.kubernetes.io/part-of: relay-core
{{ include "relay-core.selector" . }}
{{- end -}}

{{/* The selector labels of a Deployment. A selector is immutable, so these must never change. */}}
{{- define "relay-core.selector" -}}
{{- $root := index . 0 -}}
app.kubernetes.io/name: {{ index . 1 }}
app.kubernetes.io/instance: {{ $root.Release.Name }}
{{- end -}}
