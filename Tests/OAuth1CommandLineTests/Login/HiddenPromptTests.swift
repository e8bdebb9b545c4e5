//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import Foundation
import Testing

@Suite("Questions whose answers the terminal does not show")
struct HiddenPromptTests {
    /// Runs the tool on a terminal, sends it a signal at the first hidden question, and prints whether the terminal shows what
    /// is typed before, at and after the question, and how the tool ended.
    private static let script = """
        import fcntl, os, pty, signal, subprocess, sys, termios
        # Reading does not end with the tool, as the other side is open here, too.
        signal.alarm(300)
        terminal, side = pty.openpty()
        echo = lambda: bool(termios.tcgetattr(side)[3] & termios.ECHO)
        shown = [echo()]
        tool = subprocess.Popen(sys.argv[2:], stdin=side, stdout=side, stderr=side, start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0))
        text = b""
        while b"Consumer key" not in text:
            text += os.read(terminal, 4096)
        os.write(terminal, b"typed-key\\n")
        while b"Consumer secret (not shown): " not in text:
            text += os.read(terminal, 4096)
        shown.append(echo())
        tool.send_signal(getattr(signal, sys.argv[1]))
        status = tool.wait()
        print(*shown, echo(), signal.Signals(-status).name if status < 0 else status)
        """

    @Test(
        "A signal that ends the process leaves a terminal that shows what is typed",
        arguments: ["SIGTERM", "SIGHUP", "SIGINT", "SIGQUIT"]
    )
    func signals(signal: String) async throws {
        try await UserFolder.with { user in
            let (executable, file) = (try Tool.executable(), try user.serviceFile())
            let result = try await ToolProcess.blocking {
                try ToolProcess.launch(
                    URL(fileURLWithPath: "/usr/bin/env"),
                    ["python3", "-c", Self.script, signal, executable.path, "login", file],
                    environment: user.environment()
                )
            }
            // The login itself exits with 130 after Ctrl-C.
            let ends = signal == "SIGINT" ? [signal, "130"] : [signal]
            #expect(ends.map { "True False True \($0)\n" }.contains(result.output), "\(result)")
        }
    }
}
#endif
