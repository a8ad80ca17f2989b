{{- define "percept.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
{{- end }}

{{/* A stateful set's pods and their labels need room after it: 52 of 63 characters. */}}
{{- define "percept.fullname" -}}
{{- $name := include "percept.name" . }}
{{- $full := ternary .Release.Name (printf "%s-%s" .Release.Name $name) (contains $name .Release.Name) }}
{{- default $full .Values.fullnameOverride | trunc 52 | trimSuffix "-" }}
{{- end }}

{{- define "percept.selector" -}}
app.kubernetes.io/name: {{ include "percept.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "percept.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{ include "percept.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | replace "+" "_" | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{- define "percept.image" -}}
{{- if .Values.image.digest -}}
{{ .Values.image.repository }}@{{ .Values.image.digest }}
{{- else -}}
{{ .Values.image.repository }}:{{ default .Chart.AppVersion .Values.image.tag }}
{{- end }}
{{- end }}

{{- define "percept.serviceAccount" -}}
{{- if .Values.serviceAccount.create }}{{ default (include "percept.fullname" .) .Values.serviceAccount.name }}
{{- else }}{{ default "default" .Values.serviceAccount.name }}
{{- end }}
{{- end }}

{{/* Ports of the brokers, as a JSON list. */}}
{{- define "percept.kafkaPorts" -}}
{{- $ports := list }}
{{- range .Values.kafka.bootstrapServers }}
{{- $ports = append $ports (splitList ":" . | last | int) }}
{{- end }}
{{- range .Values.networkPolicy.kafkaPorts }}
{{- $ports = append $ports (int .) }}
{{- end }}
{{- $ports | uniq | sortAlpha | toJson }}
{{- end }}

{{/*
A stop takes: the pre-stop pause, the drain of events, five seconds that the poll loop has for its last commit, as much
as the drain for requests, and five for closing producers and engines. Where documents are collected, thirty more for the
loop that does so (CollectService), and five for closing its producer.
*/}}
{{- define "percept.stopSeconds" -}}
{{- $collects := has (include "percept.setting" (dict "at" "" "value" .Values.config "key" "percept.collect.enabled") | lower) (list "true" "on" "yes" "1") }}
{{- add .Values.shutdown.preStopSeconds .Values.shutdown.drainSeconds 5 .Values.shutdown.drainSeconds 5 (ternary 35 0 $collects) }}
{{- end }}

{{- define "percept.gracePeriod" -}}
{{- $given := int .Values.shutdown.terminationGracePeriodSeconds }}
{{- if $given }}{{ $given }}{{ else }}{{ include "percept.stopSeconds" . }}{{ end }}
{{- end }}

{{/* The paths of a map's values, with dots between, as a JSON list. An empty map has none. */}}
{{- define "percept.leaves" -}}
{{- $leaves := list }}
{{- $at := .at }}
{{- range $key, $value := .value }}
{{- $path := ternary $key (printf "%s.%s" $at $key) (empty $at) }}
{{- if kindIs "map" $value }}
{{- $leaves = concat $leaves (include "percept.leaves" (dict "at" $path "value" $value) | fromJsonArray) }}
{{- else }}
{{- $leaves = append $leaves $path }}
{{- end }}
{{- end }}
{{- $leaves | toJson }}
{{- end }}

{{/* What a map sets a key to, however it spells the key, as text; empty where it does not. The key is to be plain, as percept.plainKey makes it. */}}
{{- define "percept.setting" -}}
{{- $at := .at }}
{{- $key := .key }}
{{- range $name, $value := .value }}
{{- $path := ternary $name (printf "%s.%s" $at $name) (empty $at) }}
{{- if kindIs "map" $value }}
{{- include "percept.setting" (dict "at" $path "value" $value "key" $key) }}
{{- else if eq (include "percept.plainKey" $path) $key }}
{{- $value }}
{{- end }}
{{- end }}
{{- end }}

{{/* A key of the configuration without the signs in which its spellings differ. */}}
{{- define "percept.plainKey" -}}
{{- lower . | replace "-" "" | replace "_" "" | replace "[" "." | replace "]" "" | replace ".." "." }}
{{- end }}
