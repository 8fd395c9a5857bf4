"""Event files of TensorBoard, encoded by Google's protobuf from the published field numbers.

/usr/bin/python3 tooling/golden/events.py writes golden/events.json. The records' frames are not here: their checksum has published values of its own.
"""
import json, math, pathlib
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

F = descriptor_pb2.FieldDescriptorProto
file = descriptor_pb2.FileDescriptorProto(name="event.proto", package="tensorflow", syntax="proto3")


def message(into, name, *fields):
    made = into.add(name=name)
    for field, number, kind, of in fields:
        made.field.add(name=field, number=number, type=kind, label=F.LABEL_REPEATED if field == "value" else F.LABEL_OPTIONAL, type_name=of)
    return made


# tensorflow/core/framework/summary.proto and tensorflow/core/util/event.proto, of which scalars need these fields.
summary = message(file.message_type, "Summary", ("value", 1, F.TYPE_MESSAGE, ".tensorflow.Summary.Value"))
message(summary.nested_type, "Value", ("tag", 1, F.TYPE_STRING, None), ("simple_value", 2, F.TYPE_FLOAT, None))
message(file.message_type, "Event", ("wall_time", 1, F.TYPE_DOUBLE, None), ("step", 2, F.TYPE_INT64, None), ("file_version", 3, F.TYPE_STRING, None), ("summary", 5, F.TYPE_MESSAGE, ".tensorflow.Summary"))
pool = descriptor_pool.DescriptorPool()
pool.Add(file)
Event = message_factory.MessageFactory(pool).GetPrototype(pool.FindMessageTypeByName("tensorflow.Event"))

now = 1700000000.25
history = [{"epoch": 1, "loss": 2.302585, "valAccuracy": 0.125}, {"epoch": 300, "loss": math.nan, "valAccuracy": 1.0, "genauigkeit–ä": 0.1}]


def event(log):
    made = Event(wall_time=now, step=log["epoch"])
    for tag, value in log.items():
        if tag != "epoch":
            made.summary.value.add(tag=tag, simple_value=value)
    return made


events = [Event(wall_time=now, file_version="brain.Event:2"), *map(event, history)]
out = {"now": now, "history": [{k: None if v != v else v for k, v in log.items()} for log in history], "events": [e.SerializeToString().hex() for e in events]}
path = pathlib.Path(__file__).parents[2] / "golden" / "events.json"
path.write_text(json.dumps(out, ensure_ascii=False, indent=1) + "\n")
