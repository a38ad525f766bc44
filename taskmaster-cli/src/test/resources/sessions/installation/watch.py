from supervisor import childutils

with open("events.log", "a") as log:
    while True:
        headers, payload = childutils.listener.wait()
        log.write(headers["eventname"] + " " + payload.strip() + "\n")
        log.flush()
        childutils.listener.ok()
