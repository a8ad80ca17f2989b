"""
A consumer as one writes it in Python: kafka-python, Pillow, onnxruntime. It takes pictures from a topic, one at a time or in
static batches, and sends what the model says of them to another. Started and checked by `percept bench`.
"""

import argparse
import io
import json
import time

from PIL import Image
from kafka import KafkaConsumer, KafkaProducer
from model import Model


def batches(consumer, size, count):
    """Records in lists of `size`, the last one shorter; a list is not held back when nothing more comes."""
    taken, waiting = 0, []
    while taken < count:
        more = True
        while more and len(waiting) < size and taken + len(waiting) < count:
            more = consumer.poll(timeout_ms=100, max_records=max(64, size))
            for records in more.values():
                waiting.extend(records)
        if waiting:
            batch, waiting = waiting[:size], waiting[size:]
            taken += len(batch)
            yield batch


def warm_up(model, size):
    """A batch of its own before the first record, which is not timed: what loads at the first call is not its work."""
    picture = io.BytesIO()
    Image.new("RGB", (224, 224)).save(picture, "JPEG")
    model.enrich([picture.getvalue()] * size)


def main():
    parser = argparse.ArgumentParser()
    for name in ("--servers", "--topic", "--results", "--group", "--bundle", "--plan"):
        parser.add_argument(name, required=True)
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--batch", type=int, default=1)
    parser.add_argument("--count", type=int, required=True, help="records after which it ends")
    parser.add_argument("--careful", action="store_true", help="reduced decoding of JPEG, one prefill of a picture for all prompts")
    options = parser.parse_args()
    with open(options.plan, encoding="utf-8") as file:
        model = Model(options.bundle, json.load(file), options.threads, options.careful)
    warm_up(model, options.batch)
    consumer = KafkaConsumer(
        options.topic,
        bootstrap_servers=options.servers,
        group_id=options.group,
        auto_offset_reset="earliest",
        enable_auto_commit=False,
        fetch_max_bytes=16 << 20,
        max_partition_fetch_bytes=4 << 20,
    )
    producer = KafkaProducer(bootstrap_servers=options.servers, acks="all", linger_ms=2)
    for batch in batches(consumer, options.batch, options.count):
        start = time.time()
        outcomes = model.enrich([record.value for record in batch])
        spent = (time.time() - start) * 1000
        for record, said in zip(batch, outcomes):
            event = dict(record.headers)["ce_id"].decode()
            result = {"eventId": event, "timings": {"totalMs": spent}, "said": said}
            producer.send(options.results, json.dumps(result).encode())
        producer.flush()
        consumer.commit()
    consumer.close()


if __name__ == "__main__":
    main()
