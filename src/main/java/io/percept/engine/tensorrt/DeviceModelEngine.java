package io.percept.engine.tensorrt;

import io.percept.engine.Bundle;
import io.percept.engine.CacheDemand;
import io.percept.engine.ModelEngine;
import io.percept.engine.TextDecoder;
import io.percept.engine.VisionEncoder;

/** A bundle's two plans on one device, with all the memory that they will ever take. */
final class DeviceModelEngine implements ModelEngine {

    private final String identity;
    private final DeviceEncoder encoder;
    private final DeviceDecoder decoder;
    private final ResourceStack parts = new ResourceStack();

    private DeviceModelEngine(String identity, DeviceEncoder encoder, DeviceDecoder decoder, AutoCloseable plans) {
        this.identity = identity;
        this.encoder = encoder;
        this.decoder = decoder;
        parts.add(plans);
        parts.add(encoder);
        parts.add(decoder);
    }

    /**
     * @param plans what holds the plans and the device; closed last
     * @param record whether steps become CUDA graphs
     * @throws io.percept.engine.EngineUnavailable if the device has not enough memory, with the arithmetic
     */
    static DeviceModelEngine open(
            Bundle bundle,
            Device device,
            Plan encoder,
            Plan decoder,
            CacheDemand demand,
            boolean record,
            String identity,
            AutoCloseable plans) {
        device.use();
        DecoderBindings bindings = DecoderBindings.of(bundle.decoder(), decoder.bindings());
        CacheLayout layout = CacheLayout.of(bundle.decoder(), bindings.cacheType());
        MemoryBudget.of(
                        demand,
                        layout.tokenBytes(),
                        encoder.workspaceBytes() + decoder.workspaceBytes(),
                        DeviceEncoder.bufferBytes(bundle) + DeviceDecoder.bufferBytes(bundle, decoder))
                .require(device);
        DeviceEncoder encoding = new DeviceEncoder(bundle, device, encoder);
        try {
            DeviceDecoder decoding = new DeviceDecoder(bundle, device, decoder, demand, record);
            return new DeviceModelEngine(identity, encoding, decoding, plans);
        } catch (RuntimeException e) {
            encoding.close();
            throw e;
        }
    }

    @Override
    public VisionEncoder encoder() {
        return encoder;
    }

    @Override
    public TextDecoder decoder() {
        return decoder;
    }

    @Override
    public String identity() {
        return identity;
    }

    @Override
    public void close() {
        parts.close();
    }
}
