import { portIn, unitEvent } from '../../src/parsers/unit-event.js';

describe('unitEvent', () => {
  it.each([
    ["thread 'main' panicked at src/main.rs:4:5:", 'panic'],
    ['panic: runtime error: index out of range', 'panic'],
    ['Traceback (most recent call last):', 'panic'],
    ['Uncaught TypeError: x is not a function', 'fatal'],
    ['level=error msg="uncaught" code=undefined', 'fatal'],
    ['Exception in thread "main" java.lang.Error', 'fatal'],
    ["terminate called after throwing an instance of 'std::bad_alloc'", 'fatal'],
    ['FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory', 'oom'],
    ['java.lang.OutOfMemoryError: Java heap space', 'oom'],
    ['Segmentation fault (core dumped)', 'segfault'],
    ['accept4: too many open files', 'emfile'],
    ['Error: listen EADDRINUSE: address already in use :::8080', 'bind-conflict'],
    ['bind: Address already in use', 'bind-conflict'],
    ['listening on 0.0.0.0:8080', 'listening'],
    ['GET /panic-room 200', undefined],
    ['no problem at all', undefined],
  ])('of a program: %s', (text, kind) => {
    expect(unitEvent(text, false)).toBe(kind);
  });

  it.each([
    ['api.service: Main process exited, code=exited, status=1/FAILURE', 'exited'],
    ['api.service: main process exited, code=killed, status=9/KILL', 'killed'],
    ['api.service: Main process exited, code=dumped, status=11/SEGV', 'segfault'],
    ['api.service: Main process exited, code=killed, status=11/SEGV', 'segfault'],
    ['api.service: Main process exited, code=dumped, status=6/ABRT', 'fatal'],
    ["api.service: Failed with result 'oom-kill'.", 'oom'],
    ['api.service: A process of this unit has been killed by the OOM killer.', 'oom'],
    ['api.service: Scheduled restart job, restart counter is at 5.', 'restart-loop'],
    ['api.service: Scheduled restart job, restart counter is at 1.', undefined],
    ['api.service: Start request repeated too quickly.', 'restart-loop'],
    ['Stopped Orders API.', 'stopped'],
    ['Stopped api.service - Orders API.', 'stopped'],
    ['Stopped target multi-user.target - Multi-User System.', undefined],
    ['Started api.service - Orders API.', 'started'],
    ['panic: said by systemd', undefined],
  ])('of systemd: %s', (text, kind) => {
    expect(unitEvent(text, true)).toBe(kind);
  });
});

describe('portIn', () => {
  it.each([
    ['EADDRINUSE: address already in use 0.0.0.0:8080', 8080],
    ['EADDRINUSE: address already in use :::8080', 8080],
    ['listen tcp :8080: bind: address already in use', 8080],
    ['bind() to [::]:80 failed (98: Address already in use)', 80],
    ['level=info msg="listening" addr=0.0.0.0:8080 pid=54 backlog=511', 8080],
    ['Tomcat started on port(s): 8443 (https)', 8443],
    ['Listening on http://localhost:3000', 3000],
    ['{"msg":"listening","port":9090}', 9090],
    ['12:30:45 listening', undefined],
    ['at Server.listen (server.js:1234:5)', undefined],
    ['address 10.0.0.1:99999', undefined],
  ])('%s', (text, port) => {
    expect(portIn(text)).toBe(port);
  });
});
