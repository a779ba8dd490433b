"""Runs a program on a pseudo-terminal, types the given answers, prints its output, and its exit code on the last line.

terminal.py WAIT_FOR TYPED PROGRAM ARGUMENT...   types TYPED (with \\x03 for Ctrl-C) once WAIT_FOR has been printed
COLUMNS is the width of the terminal, 80 unless given.
"""
import fcntl, os, pty, struct, sys, termios

end = sys.argv.index('--')
answers, program = sys.argv[1:end], sys.argv[end + 1:]
pid, terminal = pty.fork()
if pid == 0:
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack('HHHH', 40, int(os.environ.get('COLUMNS', 80)), 0, 0))
    os.execvp(program[0], program)
output, seen = b'', 0
while True:
    try:
        part = os.read(terminal, 4096)
    except OSError:  # Linux returns EIO when the other end is closed.
        break
    if not part:
        break
    output += part
    if answers and answers[0].encode() in output[seen:]:
        seen = len(output)
        typed, answers = answers[1], answers[2:]
        os.write(terminal, typed.encode().decode('unicode_escape').encode())
status = os.waitpid(pid, 0)[1]
code = os.WEXITSTATUS(status) if os.WIFEXITED(status) else 128 + os.WTERMSIG(status)
sys.stdout.write(output.decode() + '\n' + str(code))
