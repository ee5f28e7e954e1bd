@echo off
chcp 932 >nul
if not exist "%~dp0pia\Scripts\pia.exe" (
  echo まだ入っていません。先に install.bat を開いてください。
  pause
  exit /b 1
)
set "PATH=%~dp0pia\Scripts;%PATH%"
cd /d "%USERPROFILE%"
title pia
cmd /k "echo pia と打てます。例: pia --help　終わるには exit と打ちます。"
