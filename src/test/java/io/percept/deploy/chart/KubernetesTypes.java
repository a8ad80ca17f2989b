package io.percept.deploy.chart;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Holds manifests to the types of Kubernetes and of the Prometheus operator as fabric8 has them, and to schemas of our own
 * for KEDA. Stricter than an API server, which drops fields that it does not know: here they are offences.
 */
final class KubernetesTypes {

    private static final Map<String, Class<?>> MODELS = Map.of(
            "v1/ConfigMap", ConfigMap.class,
            "v1/Service", Service.class,
            "v1/ServiceAccount", ServiceAccount.class,
            "apps/v1/StatefulSet", StatefulSet.class,
            "networking.k8s.io/v1/NetworkPolicy", NetworkPolicy.class,
            "policy/v1/PodDisruptionBudget", PodDisruptionBudget.class,
            "monitoring.coreos.com/v1/PrometheusRule", PrometheusRule.class,
            "monitoring.coreos.com/v1/ServiceMonitor", ServiceMonitor.class);
    private static final Map<String, String> SCHEMAS = Map.of(
            "keda.sh/v1alpha1/ScaledObject", "/deploy/scaled-object.schema.json",
            "keda.sh/v1alpha1/TriggerAuthentication", "/deploy/trigger-authentication.schema.json");
    private static final ObjectMapper STRICT = strict();

    private KubernetesTypes() {}

    static List<String> offences(Manifest manifest) {
        if (MODELS.containsKey(manifest.type())) {
            return modelled(manifest.root(), MODELS.get(manifest.type()));
        }
        if (SCHEMAS.containsKey(manifest.type())) {
            return schema(SCHEMAS.get(manifest.type())).validate(manifest.root()).stream()
                    .map(Object::toString)
                    .toList();
        }
        return List.of("of no type that is known: " + manifest.type());
    }

    private static List<String> modelled(JsonNode root, Class<?> type) {
        try {
            List<String> offences = new ArrayList<>();
            unknownFields(STRICT.treeToValue(root, type), "", offences);
            return offences;
        } catch (JsonProcessingException e) {
            return List.of(e.getOriginalMessage());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The models keep what they do not know in a map of each object. */
    private static void unknownFields(Object value, String path, List<String> offences) throws IllegalAccessException {
        if (value instanceof Iterable<?> items) {
            int index = 0;
            for (Object item : items) {
                unknownFields(item, path + "[" + index++ + "]", offences);
            }
        } else if (value instanceof Map<?, ?> map) {
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                unknownFields(entry.getValue(), path + "." + entry.getKey(), offences);
            }
        } else if (value != null && value.getClass().getName().startsWith("io.fabric8.")) {
            for (Field field : value.getClass().getDeclaredFields()) {
                if (Modifier.isStatic(field.getModifiers())) {
                    continue;
                }
                field.setAccessible(true);
                if (field.getName().equals("additionalProperties")) {
                    ((Map<?, ?>) field.get(value))
                            .keySet()
                            .forEach(key -> offences.add(path + "." + key + " is unknown"));
                } else {
                    unknownFields(field.get(value), path + "." + field.getName(), offences);
                }
            }
        }
    }

    private static JsonSchema schema(String resource) {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
                .getSchema(KubernetesTypes.class.getResourceAsStream(resource));
    }

    private static ObjectMapper strict() {
        JsonMapper mapper = JsonMapper.builder()
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .build();
        for (CoercionInputShape shape :
                List.of(CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean)) {
            mapper.coercionConfigFor(LogicalType.Textual).setCoercion(shape, CoercionAction.Fail);
        }
        return mapper;
    }
}
